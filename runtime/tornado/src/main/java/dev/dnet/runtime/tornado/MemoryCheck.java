package dev.dnet.runtime.tornado;

import dev.dnet.runtime.DnetException;

import uk.ac.manchester.tornado.api.common.TornadoDevice;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.stream.Collectors;

/// Whether a program's banks fit on a device, before any memory is taken.
final class MemoryCheck {
    private static final int SHOWN = 8;

    private MemoryCheck() {}

    /// Ends the call if they do not.
    static void require(TornadoDevice device, SortedMap<Bank, Long> needed, TornadoDriver driver) {
        long total = 0;
        for (var entry : needed.entrySet()) {
            long bytes = entry.getValue() * entry.getKey().type().bytes();
            total += bytes;
            if (entry.getValue() > Integer.MAX_VALUE) {
                throw tooLarge(
                        entry.getKey(), bytes, "2,147,483,647 elements in one array", driver);
            }
            if (device.getMaxAllocMemory() > 0 && bytes > device.getMaxAllocMemory()) {
                var most = "%,d bytes in one array".formatted(device.getMaxAllocMemory());
                throw tooLarge(entry.getKey(), bytes, most + " on this device", driver);
            }
        }
        if (device.getMaxGlobalMemory() > 0 && total > device.getMaxGlobalMemory()) {
            throw new DnetException(
                    "device/out-of-memory",
                    "%s needs %,d bytes on %s:\n%s"
                            .formatted(driver.name(), total, Devices.model(device), plan(driver)),
                    "at most %,d bytes".formatted(device.getMaxGlobalMemory()),
                    "use a smaller batch, or a device with more memory");
        }
    }

    private static DnetException tooLarge(
            Bank bank, long bytes, String most, TornadoDriver driver) {
        return new DnetException(
                "device/too-large",
                "%s needs %,d bytes for its %s of %s:\n%s"
                        .formatted(
                                driver.name(),
                                bytes,
                                bank.area().name().toLowerCase(Locale.ROOT),
                                bank.type().dnetName(),
                                plan(driver)),
                "at most " + most,
                "use a smaller batch");
    }

    /// When the device itself says so.
    static DnetException outOfMemory(TornadoDevice device, TornadoDriver driver, Throwable cause) {
        return new DnetException(
                "device/out-of-memory",
                "%s has no memory left for %s:\n%s"
                        .formatted(Devices.model(device), driver.name(), plan(driver)),
                "so much free memory",
                "use a smaller batch, or end what else uses the device",
                cause);
    }

    /// What is alive at the peak: the largest parts of the scratch memory.
    private static String plan(TornadoDriver driver) {
        var scratch = new ArrayList<>(driver.layout().scratch());
        scratch.sort(Comparator.comparingLong(MemoryCheck::bytes).reversed());
        int shown = Math.min(SHOWN, scratch.size());
        var lines =
                scratch.subList(0, shown).stream()
                        .map(n -> "  %,15d bytes  %s".formatted(bytes(n), n.text()))
                        .collect(Collectors.joining("\n"));
        var others = scratch.subList(shown, scratch.size());
        return others.isEmpty() ? lines : lines + "\n" + others(others);
    }

    private static String others(List<Layout.Named> others) {
        long bytes = others.stream().mapToLong(MemoryCheck::bytes).sum();
        return "  %,15d bytes  in %d others".formatted(bytes, others.size());
    }

    private static long bytes(Layout.Named named) {
        return named.region().elements() * named.region().bank().type().bytes();
    }
}
