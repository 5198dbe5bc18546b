package dev.dnet.runtime.tornado;

/// What memory on a device is for. There is one array for each area and element type, a bank, in
/// which tensors lie one behind the other.
public enum Area {
    /// What outlives calls: parameters, state, slots.
    VARIABLES,
    /// What lives for a part of a call.
    SCRATCH,
    /// What goes to the device in every call.
    INPUT,
    /// What comes from the device after a call.
    OUTPUT
}
