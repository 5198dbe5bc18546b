package dev.dnet.cli;

import dev.dnet.runtime.train.TrainListener;

import java.io.PrintWriter;
import java.util.LinkedHashMap;

/// A run for programs: a JSON object on a line of its own for each epoch.
record JsonProgress(PrintWriter out) implements TrainListener {
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
