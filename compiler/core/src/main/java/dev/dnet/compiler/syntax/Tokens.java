package dev.dnet.compiler.syntax;

import org.antlr.v4.runtime.Token;

import java.util.List;
import java.util.Set;

/// A text cut into what the parser reads, and what it does not read. `refused` are the lines with
/// lexical errors.
record Tokens(List<Token> tokens, Docs docs, List<Comment> comments, Set<Integer> refused) {}
