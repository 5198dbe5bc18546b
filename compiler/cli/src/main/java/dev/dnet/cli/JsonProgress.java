package dev.dnet.cli;

import dev.dnet.runtime.train.TrainListener;

import java.io.PrintWriter;
import java.util.LinkedHashMap;

/// A run for programs: a JSON object on a line of its own for each epoch, and for each of so many
/// steps, if any are asked for.
record JsonProgress(PrintWriter out, long every) implements TrainListener {
    @Override
    public void step(StepReport report) {
        if (every > 0 && report.step() % every == 0) {
            var event = new LinkedHashMap<String, Object>();
            event.put("event", "step");
            event.put("step", report.step());
            event.put("loss", report.loss());
            event.putAll(report.losses());
            out.println(Json.line(event));
            out.flush();
        }
    }

    @Override
    public void epoch(EpochReport report) {
        var event = new LinkedHashMap<String, Object>();
        event.put("event", "epoch");
        event.put("epoch", report.epoch());
        event.put("step", report.step());
        event.put("loss", report.trainLoss());
        event.put("validation", report.validation().values());
        event.put("best", report.isBest());
        event.put("seconds", report.elapsed().toNanos() / 1e9);
        out.println(Json.line(event));
        out.flush();
    }
}
