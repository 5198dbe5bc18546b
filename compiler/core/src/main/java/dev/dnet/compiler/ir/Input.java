package dev.dnet.compiler.ir;

import dev.dnet.compiler.type.TensorType;

/// A value that comes from outside the program: an argument, a variable's present value, or a
/// number of the run.
public record Input(Role role, String path, TensorType declared) implements Given {

    public enum Role {
        /// An argument of the call, such as a batch field.
        ARGUMENT,
        /// A trained parameter.
        PARAMETER,
        /// State written by `<-`, such as running statistics.
        STATE,
        /// An optimiser's slot.
        SLOT,
        /// State of one session of a model, such as the keys of a decoder.
        CACHE,
        /// `i64[2]`: the seed and the step, the key of all random draws of this call.
        KEY,
        /// `i64`: the number of this training step, from 1.
        STEP
    }

    public boolean isVariable() {
        return switch (role) {
            case PARAMETER, STATE, SLOT, CACHE -> true;
            case ARGUMENT, KEY, STEP -> false;
        };
    }
}
