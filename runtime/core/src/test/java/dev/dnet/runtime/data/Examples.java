package dev.dnet.runtime.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.dnet.runtime.DnetException;
import dev.dnet.runtime.Tensor;

import org.junit.jupiter.api.function.Executable;

import java.util.List;

/// What the tests of data sets share.
final class Examples {
    private Examples() {}

    /// The fields of one example.
    static List<Tensor> read(DataSet data, int example) {
        List<Tensor> row = data.fields().stream().map(field -> field.batch(1)).toList();
        data.read(example, row, 0);
        return row;
    }

    static DnetException assertCode(String code, Executable action) {
        DnetException e = assertThrows(DnetException.class, action);
        assertEquals(code, e.code(), e.getMessage());
        return e;
    }

    /// The numbers 0 to n - 1 as a data set with one field, `x`.
    static DataSet count(int n) {
        int[] values = new int[n];
        for (int i = 0; i < n; i++) {
            values[i] = i;
        }
        return new TensorDataSet(List.of("x"), List.of(Tensor.of(values, n)), List.of());
    }
}
