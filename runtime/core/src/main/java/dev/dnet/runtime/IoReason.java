package dev.dnet.runtime;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/// Why a file could not be read or written, in words.
public final class IoReason {
    private IoReason() {}

    /// The reason alone; the path is known to who asks.
    public static String of(IOException e) {
        return switch (e) {
            case NoSuchFileException n -> "there is no such file";
            case AccessDeniedException a -> "this user may not";
            case CharacterCodingException c -> "it is not text in UTF-8";
            case FileSystemException f when f.getReason() != null -> f.getReason();
            default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
    }
}
