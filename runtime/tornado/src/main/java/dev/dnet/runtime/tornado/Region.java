package dev.dnet.runtime.tornado;

/// Where a tensor lies.
///
/// @param first its first element in the bank
record Region(Bank bank, long first, long elements) {
    /// The bank's elements up to its end.
    long end() {
        return first + elements;
    }
}
