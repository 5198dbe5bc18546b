package dev.dnet.compiler.codegen.tornado;

import dev.dnet.compiler.type.Size;
import dev.dnet.runtime.ElementType;

import java.util.Locale;

/// Memory of a call on a device: so many elements of a bank. What lies there at its fullest is for
/// messages.
record Place(Use use, ElementType type, Size bytes, String text) {
    /// What `dev.dnet.runtime.tornado.Area` calls it.
    enum Use {
        VARIABLES,
        SCRATCH,
        INPUT,
        OUTPUT;

        /// The parameter of a kernel that is the bank of this use.
        String parameter(ElementType type) {
            var name = name();
            return type.dnetName() + name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
        }
    }
}
