package dev.dnet.families;

import dev.dnet.report.Repository;
import dev.dnet.runtime.Tensor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// Papers of seven subjects that cite each other: Cora (Sen et al., 2008) with the split of Yang et
/// al. (2016), or made ones.
///
/// @param splits `train`, `val`, `test` or other; made papers have none of `val`
/// @param words the numbers of the words of each paper
/// @param citations pairs of papers, each once
record Papers(String name, int[] labels, String[] splits, int[][] words, int[][] citations) {
    static final int WORDS = 1433;
    static final int SUBJECTS = 7;
    private static final int MADE = 420;

    /// Cora where it is there.
    static Optional<Papers> cora() throws IOException {
        var folder = Repository.here().data("cora");
        return Files.isDirectory(folder) ? Optional.of(read(folder)) : Optional.empty();
    }

    private static Papers read(Path folder) throws IOException {
        var papers = lines(folder.resolve("nodes.tsv"));
        int count = papers.size();
        var labels = new int[count];
        var splits = new String[count];
        var words = new int[count][];
        for (int n = 0; n < count; n++) {
            var parts = papers.get(n).split("\t", -1);
            labels[n] = Integer.parseInt(parts[1]);
            splits[n] = parts[2];
            words[n] = numbers(parts[3].isEmpty() ? new String[0] : parts[3].split(" ", -1));
        }
        var citations =
                lines(folder.resolve("edges.tsv")).stream()
                        .map(l -> numbers(l.split("\t", -1)))
                        .toArray(int[][]::new);
        return new Papers("Cora", labels, splits, words, citations);
    }

    private static List<String> lines(Path file) throws IOException {
        var lines = Files.readAllLines(file);
        return lines.subList(1, lines.size());
    }

    private static int[] numbers(String[] texts) {
        var numbers = new int[texts.length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Integer.parseInt(texts[i]);
        }
        return numbers;
    }

    /// Papers that mostly cite those of their own subject; three of their twelve words are of it.
    static Papers made() {
        var random = new Random(5);
        var labels = new int[MADE];
        var splits = new String[MADE];
        var words = new int[MADE][12];
        var citations = new ArrayList<int[]>();
        for (int n = 0; n < MADE; n++) {
            labels[n] = n % SUBJECTS;
            splits[n] = n < 20 * SUBJECTS ? "train" : "test";
            for (int i = 0; i < 12; i++) {
                int subject = i < 3 ? labels[n] : random.nextInt(SUBJECTS);
                words[n][i] = random.nextInt(20) * SUBJECTS + subject;
            }
            for (int i = 0; i < 3 && n >= SUBJECTS; i++) {
                int same = random.nextInt(n / SUBJECTS) * SUBJECTS + labels[n];
                citations.add(new int[] {random.nextInt(10) == 0 ? random.nextInt(n) : same, n});
            }
        }
        return new Papers("made papers", labels, splits, words, citations.toArray(int[][]::new));
    }

    /// The whole of it: labels, what is learned from and what is told of as 1 each, words and their
    /// papers, and citations both ways.
    List<Tensor> batch(String told) {
        var word = new ArrayList<Integer>();
        var paper = new ArrayList<Integer>();
        for (int n = 0; n < words.length; n++) {
            for (int w : words[n]) {
                word.add(w);
                paper.add(n);
            }
        }
        var src = new ArrayList<Integer>();
        var dst = new ArrayList<Integer>();
        for (var pair : citations) {
            src.addAll(List.of(pair[0], pair[1]));
            dst.addAll(List.of(pair[1], pair[0]));
        }
        return List.of(
                Tensor.of(labels, labels.length),
                chosen("train"),
                chosen(told),
                Numbers.whole(word),
                Numbers.whole(paper),
                Numbers.whole(src),
                Numbers.whole(dst));
    }

    private Tensor chosen(String split) {
        var chosen = new float[splits.length];
        for (int n = 0; n < chosen.length; n++) {
            chosen[n] = splits[n].equals(split) ? 1 : 0;
        }
        return Tensor.of(chosen, chosen.length);
    }
}
