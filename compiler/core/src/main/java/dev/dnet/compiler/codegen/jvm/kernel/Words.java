package dev.dnet.compiler.codegen.jvm.kernel;

import java.util.HashSet;
import java.util.Set;

/// The words of emitted Java: what a holder has to declare follows from what its methods mention.
public final class Words {
    private Words() {}

    /// All words.
    public static Set<String> of(String text) {
        var words = new HashSet<String>();
        int from = 0;
        for (int at = 0; at <= text.length(); at++) {
            if (at == text.length() || !Character.isJavaIdentifierPart(text.charAt(at))) {
                if (at > from) {
                    words.add(text.substring(from, at));
                }
                from = at + 1;
            }
        }
        return words;
    }

    /// The methods that are called by their names alone.
    static Set<String> called(String text) {
        var names = new HashSet<String>();
        for (int open = text.indexOf('('); open >= 0; open = text.indexOf('(', open + 1)) {
            int from = open;
            while (from > 0 && Character.isJavaIdentifierPart(text.charAt(from - 1))) {
                from--;
            }
            if (from < open && (from == 0 || text.charAt(from - 1) != '.')) {
                names.add(text.substring(from, open));
            }
        }
        return names;
    }
}
