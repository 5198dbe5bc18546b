package dev.dnet.cli.surface;

import dev.dnet.runtime.AtomicFile;
import dev.dnet.runtime.DnetException;

import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.internal.chartpart.IChart;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

import java.awt.Color;
import java.awt.GraphicsEnvironment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Slices as pictures in SVG.
public final class Picture {
    private static final int WIDTH = 800;
    private static final int HEIGHT = 600;
    private static final Color[] COLOURS = {
        new Color(0x30, 0x12, 0x3b),
        new Color(0x28, 0xbc, 0xeb),
        new Color(0xa4, 0xfc, 0x3c),
        new Color(0xfb, 0x7e, 0x21),
        new Color(0x7a, 0x04, 0x03)
    };

    private Picture() {}

    /// Lines between two places, by the names of what they show.
    public static void lines(String title, Map<String, Slice> slices, Path into) {
        requireFonts();
        XYChart chart =
                new XYChartBuilder()
                        .width(WIDTH)
                        .height(HEIGHT)
                        .title(title)
                        .xAxisTitle("0: the first checkpoint, 1: the second")
                        .yAxisTitle("loss")
                        .build();
        chart.getStyler().setLegendPosition(LegendPosition.InsideNE);
        chart.getStyler().setDecimalPattern("0.###");
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        slices.forEach((name, slice) ->
                chart.addSeries(name, slice.along(), gaps(slice.values()[0]))
                        .setMarker(SeriesMarkers.NONE));
        save(chart, into);
    }

    /// A plane around a place, by colours.
    public static void plane(String title, Slice slice, Path into) {
        requireFonts();
        HeatMapChart chart =
                new HeatMapChartBuilder()
                        .width(WIDTH)
                        .height(HEIGHT)
                        .title(title)
                        .xAxisTitle("along a random direction, in lengths of the weights")
                        .yAxisTitle("along another")
                        .build();
        chart.getStyler().setRangeColors(COLOURS);
        chart.getStyler().setPlotContentSize(1);
        chart.getStyler().setHeatMapDecimalValueFormatter(Picture::number);
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        var cells = new ArrayList<Number[]>();
        for (int j = 0; j < slice.across().length; j++) {
            for (int i = 0; i < slice.along().length; i++) {
                if (Double.isFinite(slice.values()[j][i])) {
                    cells.add(new Number[] {i, j, slice.values()[j][i]});
                }
            }
        }
        chart.addSeries("loss", names(slice.along()), names(slice.across()), cells);
        save(chart, into);
    }

    /// Nothing is drawn where there is no number.
    private static double[] gaps(double[] values) {
        return Arrays.stream(values).map(v -> Double.isFinite(v) ? v : Double.NaN).toArray();
    }

    private static List<String> names(double[] places) {
        return Arrays.stream(places).mapToObj(Picture::number).toList();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3g", value);
    }

    private static void requireFonts() {
        try {
            GraphicsEnvironment.getLocalGraphicsEnvironment().getAvailableFontFamilyNames();
        } catch (InternalError | LinkageError e) {
            throw new DnetException(
                    "picture/fonts",
                    "this Java finds no fonts: " + e.getMessage(),
                    "fontconfig and one font",
                    "install them, for example Debian's fontconfig and fonts-dejavu-core",
                    e);
        }
    }

    private static void save(IChart chart, Path into) {
        AtomicFile.write(
                into,
                channel -> {
                    var content = ByteBuffer.wrap(ChartEncoder.getBytes(chart, "svg"));
                    while (content.hasRemaining()) {
                        channel.write(content);
                    }
                });
    }
}
