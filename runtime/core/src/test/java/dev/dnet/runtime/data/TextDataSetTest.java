package dev.dnet.runtime.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dnet.runtime.SharedData;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class TextDataSetTest {
    @TempDir Path folder;

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static int[] window(DataSet data, int example) {
        return Examples.read(data, example).getFirst().toInts();
    }

    @Test
    void everyTokenButTheFirstIsToldOnce() throws IOException {
        DataSet data = TextDataSet.read(file("a", "abcdefghij"), Vocabulary.bytes(), 3, 0, 1);
        assertEquals(3, data.size());
        assertEquals("[tokens: i32[N, 4]]", data.fields().toString());
        assertArrayEquals(new int[] {'a', 'b', 'c', 'd'}, window(data, 0));
        assertArrayEquals(new int[] {'d', 'e', 'f', 'g'}, window(data, 1));
        assertArrayEquals(new int[] {'g', 'h', 'i', 'j'}, window(data, 2));
        assertEquals("a", data.classes().get('a'));
        assertEquals("0a", data.classes().get('\n'));
    }

    @Test
    void partsOfOneTextDoNotOverlap() throws IOException {
        Path path = file("a", "abcdefghij");
        DataSet train = TextDataSet.read(path, Vocabulary.bytes(), 2, 0, 0.7);
        DataSet rest = TextDataSet.read(path, Vocabulary.bytes(), 2, 0.7, 1);
        assertEquals(3, train.size());
        assertArrayEquals(new int[] {'e', 'f', 'g'}, window(train, 2));
        assertEquals(1, rest.size());
        assertArrayEquals(new int[] {'h', 'i', 'j'}, window(rest, 0));
    }

    @Test
    void charactersAreCodePointsInTheirOrder() throws IOException {
        Path path = file("a", "b😀äa\nb");
        Vocabulary characters = Vocabulary.characters(path, 5);
        assertEquals(List.of("\n", "a", "b", "ä", "😀"), characters.tokens());
        DataSet data = TextDataSet.read(path, characters, 5, 0, 1);
        assertArrayEquals(new int[] {2, 4, 3, 1, 0, 2}, window(data, 0));
        Path other = file("b", "ab c");
        Examples.assertCode(
                "data/unknown-character", () -> TextDataSet.read(other, characters, 2, 0, 1));
        Examples.assertCode("data/vocabulary", () -> Vocabulary.characters(path, 6));
    }

    @Test
    void frequentWordsHaveNumbers() throws IOException {
        Path path = file("a", "  to be or not\nto be that is\n");
        Vocabulary words = Vocabulary.words(path, 4);
        assertEquals(List.of("<unknown>", "be", "to", "is"), words.tokens());
        DataSet data = TextDataSet.read(path, words, 7, 0, 1);
        assertArrayEquals(new int[] {2, 1, 0, 0, 2, 1, 0, 3}, window(data, 0));
        assertEquals(7, Vocabulary.words(path, 7).tokens().size());
        Examples.assertCode("data/vocabulary", () -> Vocabulary.words(path, 8));
        Examples.assertCode("data/vocabulary", () -> Vocabulary.words(path, 1));
    }

    @Test
    void badFilesHaveNames() throws IOException {
        Vocabulary bytes = Vocabulary.bytes();
        Path none = folder.resolve("none");
        Examples.assertCode("data/missing-file", () -> TextDataSet.read(none, bytes, 1, 0, 1));
        Path empty = file("empty", "");
        Examples.assertCode("data/empty", () -> TextDataSet.read(empty, bytes, 1, 0, 1));
        Path four = file("four", "four");
        assertEquals(1, TextDataSet.read(four, bytes, 3, 0, 1).size());
        Examples.assertCode("data/too-short", () -> TextDataSet.read(four, bytes, 4, 0, 1));
        Path latin = folder.resolve("latin");
        Files.write(latin, "bär".getBytes(StandardCharsets.ISO_8859_1));
        Examples.assertCode("data/encoding", () -> Vocabulary.characters(latin, 3));
        Path cut = folder.resolve("cut");
        Files.write(cut, new byte[] {'a', (byte) 0xc3});
        Examples.assertCode("data/encoding", () -> Vocabulary.characters(cut, 2));
    }

    @Test
    void shakespeareIsRead() {
        Path path = SharedData.require("tinyshakespeare").resolve("input.txt");
        DataSet data = TextDataSet.read(path, Vocabulary.characters(path, 65), 64, 0, 0.9);
        assertEquals((1_003_855 - 1) / 64, data.size());
        assertEquals("F", data.classes().get(window(data, 0)[0]));
    }
}
