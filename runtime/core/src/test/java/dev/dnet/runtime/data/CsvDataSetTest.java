package dev.dnet.runtime.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dnet.runtime.DnetException;
import dev.dnet.runtime.ElementType;
import dev.dnet.runtime.SharedData;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class CsvDataSetTest {
    private static final CsvFormat NO_HEADER = new CsvFormat(',', false, false);

    @TempDir Path folder;

    private Path csv(String text) throws IOException {
        Path path = folder.resolve("t.csv");
        Files.writeString(path, text);
        return path;
    }

    @Test
    void fieldsFollowFromTheColumns() throws IOException {
        Path path =
                csv(
                        "\uFEFFa,kind,b,sort\r\n"
                                + "1,x,2.5,\"cat\"\r\n"
                                + "-3e1,y,.5,\"a \"\"dog\"\"\"\r\n\r\n");
        DataSet data = CsvDataSet.read(path, CsvFormat.DEFAULT, "sort");
        assertEquals(
                "[features: f32[N, 2], kind: i32[N], label: i32[N]]", data.fields().toString());
        assertEquals(List.of("a \"dog\"", "cat"), data.classes());
        assertArrayEquals(new float[] {-30f, 0.5f}, Examples.read(data, 1).getFirst().toFloats());
        assertEquals(1, Examples.read(data, 0).getLast().toInts()[0]);
    }

    @Test
    void fieldsCanBeGiven() throws IOException {
        Path path = csv("1;10;2\n2;9;7\n3;10;9");
        DataSet data =
                CsvDataSet.read(
                        path,
                        new CsvFormat(';', false, false),
                        List.of(
                                new CsvField.Numbers("x", ElementType.F64, List.of("c3", "c1")),
                                new CsvField.Scalar("n", ElementType.I64, "c1"),
                                new CsvField.Classes("y", "c2")));
        assertEquals("[x: f64[N, 2], n: i64[N], y: i32[N]]", data.fields().toString());
        assertArrayEquals(new double[] {7, 2}, Examples.read(data, 1).get(0).toDoubles());
        assertEquals(List.of("9", "10"), data.classes());
        assertEquals(1, Examples.read(data, 2).get(2).toInts()[0]);
    }

    @Test
    void errorsHaveAPlace() throws IOException {
        Path path = csv("a,b\n1,2\n3,x\n");
        DnetException e =
                Examples.assertCode(
                        "data/csv-value", () -> CsvDataSet.read(path, CsvFormat.DEFAULT, "b"));
        assertEquals(path + ":3:3: 'x' stands in column 'b'", e.found());
        assertCode("data/csv-missing", "a,b\n1,2\n,4\n", ":3:1: column 'a' has no value ('')");
        assertCode("data/csv-cells", "a,b\n1,2\n1,2,3\n", ":3:1: this line has 3 cells");
        assertCode(
                "data/csv-quote", "a,b\n1,\"2\n", ":2:3: a quote opens here and is never closed");
        assertCode("data/csv-quote", "a,b\n\"1\"2,3\n", ":2:1: '2' follows a closing quote");
        assertCode("data/csv-column", "a,c\n1,2\n", " has no column 'b'");
        assertCode("data/empty", "a,b\n", " has no line of values");
        assertCode("data/empty", "", " has no line of values");
        Examples.assertCode(
                "data/missing-file",
                () -> CsvDataSet.read(folder.resolve("no"), CsvFormat.DEFAULT, "b"));
    }

    private void assertCode(String code, String text, String found) throws IOException {
        Path path = csv(text);
        DnetException e =
                Examples.assertCode(code, () -> CsvDataSet.read(path, CsvFormat.DEFAULT, "b"));
        assertEquals(path + found, e.found());
    }

    @Test
    void placesCountLinesInsideQuotes() throws IOException {
        assertCode(
                "data/csv-missing", "a,b\n\"x\ny\",2\nz,\n", ":4:3: column 'b' has no value ('')");
    }

    @Test
    void incompleteLinesCanBeLeftOut() throws IOException {
        Path path = csv("a,b\n1,2\nNA,4\n5,6\n");
        DataSet data = CsvDataSet.read(path, new CsvFormat(',', true, true), "b");
        assertEquals(2, data.size());
        assertEquals(5f, Examples.read(data, 1).getFirst().toFloats()[0]);
    }

    @Test
    void realTablesAreRead() {
        Path tables = SharedData.require("tables");
        DataSet iris = CsvDataSet.read(tables.resolve("iris.csv"), NO_HEADER, "c5");
        assertEquals(150, iris.size());
        assertEquals("[features: f32[N, 4], label: i32[N]]", iris.fields().toString());
        assertEquals(List.of("Iris-setosa", "Iris-versicolor", "Iris-virginica"), iris.classes());
        DataSet penguins =
                CsvDataSet.read(
                        tables.resolve("penguins.csv"), new CsvFormat(',', true, true), "species");
        assertEquals(333, penguins.size());
        assertEquals(
                "[features: f32[N, 4], island: i32[N], sex: i32[N], label: i32[N]]",
                penguins.fields().toString());
        Examples.assertCode(
                "data/csv-missing",
                () ->
                        CsvDataSet.read(
                                tables.resolve("california_housing.csv"),
                                CsvFormat.DEFAULT,
                                "median_house_value"));
    }
}
