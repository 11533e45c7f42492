/*
 * The expressions of DynamoDB: conditions (also filters and key conditions), projections, updates.
 * Source: Amazon's developer guide, "Expressions in DynamoDB". Keywords are the same in any case.
 */
grammar Expression;

conditionRoot : condition EOF ;

condition
    : operand comparator operand                              # comparison
    | operand BETWEEN operand AND operand                     # between
    | operand IN '(' operand (',' operand)* ')'               # in
    | function                                                # predicate
    | '(' condition ')'                                       # parenthesized
    | NOT condition                                           # not
    | condition AND condition                                 # and
    | condition OR condition                                  # or
    ;

comparator : '=' | '<>' | '<' | '<=' | '>' | '>=' ;

operand
    : path                                                    # pathOperand
    | VALUE                                                   # valueOperand
    | function                                                # functionOperand
    | '(' operand ')'                                         # parenthesizedOperand
    ;

function : ID '(' (operand (',' operand)*)? ')' ;

path : name ('.' name | '[' INDEX ']')* ;

name : ID | NAME | SET | REMOVE | ADD | DELETE ;

projectionRoot : path (',' path)* EOF ;

updateRoot : section+ EOF ;

section
    : SET setAction (',' setAction)*                          # setSection
    | REMOVE updatePath (',' updatePath)*                     # removeSection
    | ADD valueAction (',' valueAction)*                      # addSection
    | DELETE valueAction (',' valueAction)*                   # deleteSection
    ;

setAction : updatePath '=' sum ;

sum : term (('+' | '-') term)? ;

term
    : updatePath                                              # pathTerm
    | VALUE                                                   # valueTerm
    | ID '(' (term (',' term)*)? ')'                          # functionTerm
    | '(' sum ')'                                             # parenthesizedTerm
    ;

valueAction : updatePath VALUE ;

updatePath : updateName ('.' updateName | '[' INDEX ']')* ;

updateName : ID | NAME ;

AND : [aA] [nN] [dD] ;
OR : [oO] [rR] ;
NOT : [nN] [oO] [tT] ;
BETWEEN : [bB] [eE] [tT] [wW] [eE] [eE] [nN] ;
IN : [iI] [nN] ;
SET : [sS] [eE] [tT] ;
REMOVE : [rR] [eE] [mM] [oO] [vV] [eE] ;
ADD : [aA] [dD] [dD] ;
DELETE : [dD] [eE] [lL] [eE] [tT] [eE] ;
INDEX : [0-9]+ ;
ID : [a-zA-Z] [a-zA-Z0-9_]* ;
NAME : '#' [a-zA-Z0-9_]+ ;
VALUE : ':' [a-zA-Z0-9_]+ ;
WHITE : [ \t\r\n]+ -> skip ;
OTHER : . ;
