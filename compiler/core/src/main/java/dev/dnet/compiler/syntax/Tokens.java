package dev.dnet.compiler.syntax;

import java.util.List;
import org.antlr.v4.runtime.Token;

/// A text cut into what the parser reads, and what it does not read.
record Tokens(List<Token> tokens, Docs docs, List<Comment> comments, boolean tooDeep) {}
