package dev.dnet.runtime.train;

import dev.dnet.runtime.checkpoint.Progress;

import java.nio.file.Path;
import java.util.Optional;

/// How a run ended.
///
/// @param progress where it stands
/// @param validation the last validation of this run, if there was one
/// @param stopped whether it was asked to stop before its limits
/// @param last the checkpoint to go on from
public record TrainResult(
        Progress progress, Optional<Evaluation> validation, boolean stopped, Path last) {}
