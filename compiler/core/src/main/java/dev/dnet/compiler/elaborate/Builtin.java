package dev.dnet.compiler.elaborate;

import java.util.Locale;

/// Functions on what is known when compiling, those that differentiate functions, and `vmap`; all
/// others are primitives or written in the language.
enum Builtin {
    /// `len(list)`, `len(..B)`: how many.
    LEN,
    /// `int(x)`: a number without its fraction.
    INT,
    /// `parameters(net)`: the parameters of a model, in order, each once.
    PARAMETERS,
    /// `enumerate(list)`: pairs of number and element.
    ENUMERATE,
    /// `zip(a, b)`: pairs of elements of lists of equal length.
    ZIP,
    /// `is_list(x)`: whether it is a list, as the branches of a tree are.
    IS_LIST,
    /// `grad(f)`: the function that gives the derivatives of the scalar `f` by its arguments.
    GRAD,
    /// `value_and_grad(f)`: the same beside what `f` gives.
    VALUE_AND_GRAD,
    /// `vjp(f)`: takes the cotangent of the result as its last argument, and gives those of the
    /// arguments.
    VJP,
    /// `jvp(f)`: takes the arguments and their tangents, and gives the tangent of the result.
    JVP,
    /// `hvp(f)`: takes the arguments of the scalar `f` and a direction, and gives the second
    /// derivatives times the direction.
    HVP,
    /// `jacobian(f)`: the derivative of each element of the result by each of the arguments.
    JACOBIAN,
    /// `hessian(f)`: the second derivatives of the scalar `f`.
    HESSIAN,
    /// `vmap(f)`: the function that calls `f` for each slice of its arguments along an axis.
    VMAP;

    /// Whether it makes a function of a function.
    boolean makesFunctions() {
        return switch (this) {
            case GRAD, VALUE_AND_GRAD, VJP, JVP, HVP, JACOBIAN, HESSIAN, VMAP -> true;
            case LEN, INT, PARAMETERS, ENUMERATE, ZIP, IS_LIST -> false;
        };
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
