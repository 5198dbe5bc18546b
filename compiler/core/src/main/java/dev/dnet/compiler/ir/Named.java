package dev.dnet.compiler.ir;

/// Something with a name of its own: that of its class, in snake case, unless it says otherwise.
public interface Named {
    default String name() {
        var camel = getClass().getSimpleName();
        var snake = new StringBuilder(camel.length() + 4);
        for (int i = 0; i < camel.length(); i++) {
            char c = camel.charAt(i);
            if (Character.isUpperCase(c) && i > 0 && !Character.isUpperCase(camel.charAt(i - 1))) {
                snake.append('_');
            }
            snake.append(Character.toLowerCase(c));
        }
        return snake.toString();
    }
}
