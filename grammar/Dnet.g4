/**
 * The grammar of dnet. reference.md, beside this file, says what each construct means.
 *
 * The parser does not read the lexer's tokens as they come. Between them stands a layout step that
 *  - joins newlines and semicolons to one SEP, and drops it where a statement cannot end: inside () and [], after an
 *    operator, before `|>` and `else`, and beside braces;
 *  - drops the comma before a closing bracket;
 *  - tells `..` before a name (SPREAD: `..B`) from `..` between two bounds (RANGE: `0..n`);
 *  - marks a name that is followed by another one as a reduction (REDUCER: `sum c, k => …`).
 *
 * With that, every decision but one needs a single token, and operators need no ladder of rules: an expression is a flat
 * chain, and the tree builder applies precedence.
 */
grammar Dnet;

tokens { SEP, SPREAD, REDUCER }

// ---------------------------------------------------------------- files

file : (item (SEP item)*)? EOF ;

/** For values given on the command line. */
expressionOnly : expr EOF ;

item : packageClause | useClause | declaration ;

packageClause : PACKAGE qualifiedName ;

/** A list can only come last; the builder checks. */
useClause : USE path+=name (DOT (path+=name | useList))* (AS alias=name)? ;

useList : LBRACE useItem ((COMMA | SEP) useItem)* RBRACE ;

useItem : what=name (AS alias=name)? ;

qualifiedName : name (DOT name)* ;

declaration
    : model
    | function
    | optimizer
    | schedule
    | init
    | enumeration
    | typeAlias
    | train
    | let
    | load
    ;

// ---------------------------------------------------------------- models

model : modelHead members ;

modelHead : MODEL name parameters? ;

members : LBRACE (member (SEP member)*)? RBRACE ;

member : storage | declaration | assertion ;

storage : kind=(PARAM | STATE | SLOT | CACHE) name (COLON type)? (TILDE source=expr)? (WHEN guard=expr)? ;

function : FN name? signature body (SEP? gradientRule)? ;

signature : parameters (ARROW type)? ;

body : ASSIGN expr | block ;

gradientRule : GRADIENT LPAREN name (COMMA name)* RPAREN FAT_ARROW target ;

parameters : LPAREN (parameter (COMMA parameter)*)? RPAREN ;

parameter : name (COLON type)? (ASSIGN expr)? ;

optimizer : optimizerHead members ;

optimizerHead : OPTIMIZER name parameters? served? ;

served : ON name COLON qualifiedName ;

schedule : SCHEDULE name parameters? ASSIGN step=name FAT_ARROW target ;

init : INIT name parameters? ARROW type body ;

enumeration : ENUM name LBRACE name ((COMMA | SEP) name)* RBRACE ;

typeAlias : TYPE name parameters? ASSIGN type ;

let : LET pattern (COLON type)? ASSIGN value=expr (WHEN guard=expr)? ;

pattern : name | UNDERSCORE | LPAREN pattern (COMMA pattern)* RPAREN ;

// ---------------------------------------------------------------- training

train : trainHead trainItems ;

trainHead : TRAIN name parameters? ;

trainItems : LBRACE (trainItem (SEP trainItem)*)? RBRACE ;

trainItem
    : let                                               # trainLet
    | assertion                                         # trainAssert
    | load                                              # trainLoad
    | DATA part=name? ASSIGN expr                       # data
    | BATCH parameters                                  # batch
    | LOSS ASSIGN expr                                  # loss
    | UPDATE ASSIGN (updateRules | expr)                # update
    | METRIC name ASSIGN expr                           # metric
    | AVERAGE name ASSIGN what=expr DECAY factor=expr   # average
    | STEP name (COMMA name)* trainItems                # step
    | RUN settings                                      # run
    ;

updateRules : LBRACE updateRule ((COMMA | SEP) updateRule)* RBRACE ;

updateRule : STRING COLON expr ;

settings : LBRACE (setting (SEP setting)*)? RBRACE ;

setting : name ASSIGN expr ;

load : LOAD what=expr FROM where=expr loadRules? ;

loadRules : LBRACE (loadRule (SEP loadRule)*)? RBRACE ;

loadRule : from=STRING FAT_ARROW to=STRING | SKIPS STRING ;

// ---------------------------------------------------------------- types

type
    : qualifiedName (LBRACK (shapeEntry (COMMA shapeEntry)*)? RBRACK | LPAREN arguments RPAREN)?    # plainType
    | LBRACK type RBRACK                                                         # listType
    | LPAREN (typeField (COMMA typeField)*)? RPAREN                       # tupleType
    | FN (LPAREN (type (COMMA type)*)? RPAREN ARROW type)?                # fnType
    ;

/** The name of a field reads like a type until its colon; the builder tells. */
typeField : type (COLON type)? ;

shapeEntry : axes | expr ;

axes : SPREAD name? ;

// ---------------------------------------------------------------- statements

block : LBRACE (statement (SEP statement)*)? RBRACE ;

statement : let | assertion | turn | output | action ;

assertion : ASSERT expr (COMMA expr)? ;

turn : NEXT expr ;

output : YIELD expr ;

action : expr (WRITE expr)? ;

// ---------------------------------------------------------------- expressions

/** `- a + not b ** c`: a chain. What is open to the right (`=>`) can only end it. */
expr : prefix expr | open | closed (binary expr)? ;

prefix : MINUS | NOT ;

binary
    : PIPE
    | RANGE
    | OR
    | AND
    | EQ
    | NE
    | LT
    | LE
    | GT
    | GE
    | PLUS
    | MINUS
    | STAR
    | SLASH
    | DIV
    | PERCENT
    | AT
    | POW
    ;

open
    : FN signature FAT_ARROW target                          # lambda
    | FOLD bindings FAT_ARROW target                         # fold
    | FOR indexVar (COMMA indexVar)* FAT_ARROW target        # forEach
    | REDUCER indexVar (COMMA indexVar)* FAT_ARROW target    # reduce
    ;

target : expr | block ;

closed : postfix (TILDE postfix)? ;

postfix : primary suffix* ;

suffix
    : DOT name                                                 # field
    | LPAREN arguments RPAREN                                  # call
    | LBRACK (subscript (COMMA subscript)*)? RBRACK     # index
    ;

arguments : (argument (COMMA argument)*)? ;

/** The name of an argument reads like an expression until its colon; the builder tells. */
argument : axes | expr (COLON expr)? ;

subscript
    : axes
    | first=expr (COLON last=expr? (COLON stride=expr?)?)?
    | COLON last=expr? (COLON stride=expr?)?
    ;

primary
    : literal=(INT | FLOAT | STRING | TRUE | FALSE | TRAINING)
    | name
    | parenthesised
    | list
    | conditional
    | scan
    | loop
    | remat
    ;

/** An expression or a tuple. */
parenthesised : LPAREN (argument (COMMA argument)*)? RPAREN ;

list : LBRACK (expr (generator+ (IF filter=expr)? | (COMMA expr)*))? RBRACK ;

generator : FOR pattern IN expr ;

conditional : IF condition block (ELSE (conditional | block))? ;

condition : expr ;

bindings : binding (COMMA binding)* ;

binding : pattern (IN expr | ASSIGN expr) ;

scan : SCAN bindings block ;

loop : LOOP pattern ASSIGN expr WHILE condition block ;

remat : REMAT (LPAREN arguments RPAREN)? block ;

indexVar : SPREAD ID | ID (IN expr)? ;

/** Words that mean something in one place and are names everywhere else. */
name
    : ID
    | AS
    | AVERAGE
    | BATCH
    | CACHE
    | DATA
    | DECAY
    | ENUM
    | FROM
    | GRADIENT
    | IN
    | INIT
    | LOAD
    | LOSS
    | METRIC
    | MODEL
    | ON
    | OPTIMIZER
    | PACKAGE
    | PARAM
    | RUN
    | SCHEDULE
    | SKIPS
    | SLOT
    | STATE
    | STEP
    | TRAIN
    | TYPE
    | UPDATE
    | USE
    ;

// ---------------------------------------------------------------- words

AND : 'and' ;
ASSERT : 'assert' ;
DIV : 'div' ;
ELSE : 'else' ;
FALSE : 'false' ;
FN : 'fn' ;
FOLD : 'fold' ;
FOR : 'for' ;
IF : 'if' ;
LET : 'let' ;
LOOP : 'loop' ;
NEXT : 'next' ;
NOT : 'not' ;
OR : 'or' ;
REMAT : 'remat' ;
SCAN : 'scan' ;
TRAINING : 'training' ;
TRUE : 'true' ;
WHEN : 'when' ;
WHILE : 'while' ;
YIELD : 'yield' ;

AS : 'as' ;
AVERAGE : 'average' ;
BATCH : 'batch' ;
CACHE : 'cache' ;
DATA : 'data' ;
DECAY : 'decay' ;
ENUM : 'enum' ;
FROM : 'from' ;
GRADIENT : 'gradient' ;
IN : 'in' ;
INIT : 'init' ;
LOAD : 'load' ;
LOSS : 'loss' ;
METRIC : 'metric' ;
MODEL : 'model' ;
ON : 'on' ;
OPTIMIZER : 'optimizer' ;
PACKAGE : 'package' ;
PARAM : 'param' ;
RUN : 'run' ;
SCHEDULE : 'schedule' ;
SKIPS : 'skip' ;
SLOT : 'slot' ;
STATE : 'state' ;
STEP : 'step' ;
TRAIN : 'train' ;
TYPE : 'type' ;
UPDATE : 'update' ;
USE : 'use' ;

// ---------------------------------------------------------------- signs

LPAREN : '(' ;
RPAREN : ')' ;
LBRACK : '[' ;
RBRACK : ']' ;
LBRACE : '{' ;
RBRACE : '}' ;
COMMA : ',' ;
COLON : ':' ;
DOT : '.' ;
TILDE : '~' ;
ASSIGN : '=' ;
ARROW : '->' ;
FAT_ARROW : '=>' ;
WRITE : '<-' ;
PIPE : '|>' ;
RANGE : '..' ;
EQ : '==' ;
NE : '!=' ;
LT : '<' ;
LE : '<=' ;
GT : '>' ;
GE : '>=' ;
PLUS : '+' ;
MINUS : '-' ;
STAR : '*' ;
SLASH : '/' ;
PERCENT : '%' ;
AT : '@' ;
POW : '**' ;

// ---------------------------------------------------------------- values

UNDERSCORE : '_' ;
ID : [\p{L}_] [\p{L}\p{Nd}_]* ;
INT : [0-9] [0-9_]* ;
FLOAT : [0-9] [0-9_]* '.' [0-9] [0-9_]* EXPONENT? | [0-9] [0-9_]* EXPONENT ;
fragment EXPONENT : [eE] [+-]? [0-9]+ ;
STRING : '"' (~["\\\r\n] | '\\' ~[\r\n])* '"' ;

// ---------------------------------------------------------------- space

NEWLINE : '\r'? '\n' ;
SEMICOLON : ';' ;
SPACE : [ \t\u00A0\uFEFF]+ -> skip ;
DOC : '///' ~[\r\n]* ;
COMMENT : '//' ~[\r\n]* ;

// ---------------------------------------------------------------- what is refused with a name of its own

BAD_NUMBER : [0-9] [\p{L}\p{Nd}_]* ;
BAD_STRING : '"' (~["\\\r\n] | '\\' ~[\r\n])* '\\'? ;
BAD_COMMENT : '/*' .*? ('*/' | EOF) ;
BAD_AND : '&&' ;
BAD_OR : '||' ;
BAD_NOT : '!' ;
BAD_UPDATE : '+=' | '-=' | '*=' | '/=' ;
BAD_CHARACTER : . ;
