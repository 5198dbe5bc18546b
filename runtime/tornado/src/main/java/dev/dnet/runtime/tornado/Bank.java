package dev.dnet.runtime.tornado;

import dev.dnet.runtime.ElementType;

/// One array on the device.
record Bank(Area area, ElementType type) implements Comparable<Bank> {
    /// Every tensor begins at a multiple of so many bytes.
    private static final int ALIGNMENT = 64;

    /// The first element behind so many.
    long after(long elements) {
        long step = ALIGNMENT / type.bytes();
        return (elements + step - 1) / step * step;
    }

    @Override
    public int compareTo(Bank other) {
        int byArea = area.compareTo(other.area);
        return byArea != 0 ? byArea : type.compareTo(other.type);
    }
}
