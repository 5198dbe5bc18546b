package dev.dnet.compiler.ir;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;

/// The operations that the printed form of a graph can name. They are found as services, so that a
/// new operation reads back without a line here.
public final class OpCatalog {
    private final Map<String, Class<? extends Op>> classes;

    OpCatalog(Map<String, Class<? extends Op>> classes) {
        this.classes = classes;
    }

    public static OpCatalog load() {
        var classes = new TreeMap<String, Class<? extends Op>>();
        List.of(
                        Grad.class,
                        Mark.class,
                        Stop.class,
                        TakenFor.class,
                        Ruled.class,
                        Scan.class,
                        Part.class,
                        TurnInput.class)
                .forEach(type -> classes.put(nameOf(type), type));
        ServiceLoader.load(Op.class).stream()
                .map(ServiceLoader.Provider::type)
                .forEach(type -> classes.put(nameOf(type), type));
        return new OpCatalog(classes);
    }

    public Optional<Class<? extends Op>> find(String name) {
        return Optional.ofNullable(classes.get(name));
    }

    public Map<String, Class<? extends Op>> all() {
        return Map.copyOf(classes);
    }

    /// The name in printed graphs: that of the class, whatever the language calls the operation.
    public static String nameOf(Class<? extends Op> type) {
        return type.getSimpleName()
                .replaceAll("(?<=[a-z0-9])([A-Z])", "_$1")
                .toLowerCase(Locale.ROOT);
    }
}
