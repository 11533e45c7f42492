/*
 * The part of PartiQL that DynamoDB takes: one SELECT, INSERT, UPDATE, DELETE or EXISTS a statement. Some forms are here
 * only to be refused with DynamoDB's own messages: aliases, LIMIT, operators. Keywords are the same in any case.
 * Source: Amazon's developer guide, "PartiQL reference for DynamoDB".
 */
grammar Statement;

root : statement ';'? EOF ;

statement
    : select                                                                    # selectStatement
    | INSERT INTO path VALUE operand returning?                                 # insertStatement
    | UPDATE source change+ where? returning?                                   # updateStatement
    | FROM source where? change+ returning?                                     # updateStatement
    | DELETE FROM source where? returning?                                      # deleteStatement
    | EXISTS '(' select ')'                                                     # existsStatement
    | operand IS NOT? ID+                                                       # typeStatement
    | (CREATE | DROP | EXEC) .*?                                                # otherStatement
    ;

select : SELECT (DISTINCT | VALUE)? columns FROM source (',' source)* where? group? order? limit? ;

columns : '*' | column (',' column)* ;

column : operand (AS? alias)? ;

source : path (AS? alias)? ;

alias : ID | QUOTED ;

where : WHERE condition ;

group : GROUP BY path (',' path)* ;

order : ORDER BY orderTerm (',' orderTerm)* ;

orderTerm : path (ASC | DESC)? ;

limit : LIMIT operand ;

change
    : SET assignment (',' assignment)*                                          # setChange
    | REMOVE path                                                               # removeChange
    ;

assignment : path '=' operand ;

returning : RETURNING (ALL | MODIFIED) (OLD | NEW) '*' ;

condition
    : NOT condition                                                             # not
    | condition AND condition                                                   # and
    | condition OR condition                                                    # or
    | operand comparator operand                                                # comparison
    | operand NOT? BETWEEN operand AND operand                                  # between
    | operand NOT? IN ('[' operand (',' operand)* ']' | '(' operand (',' operand)* ')' | PARAMETER)   # in
    | operand IS NOT? (MISSING | NULL | ID+)                                    # is
    | operand NOT? LIKE operand                                                 # like
    | '(' condition ')'                                                         # parenthesized
    | operand                                                                   # predicate
    ;

comparator : '=' | '<>' | '!=' | '<' | '<=' | '>' | '>=' ;

operand
    : operand ('*' | '/' | '%') operand                                         # product
    | operand ('+' | '-' | '||') operand                                        # sum
    | literal                                                                   # literalOperand
    | function                                                                  # functionOperand
    | path                                                                      # pathOperand
    | '(' operand ')'                                                           # parenthesizedOperand
    ;

function : (ID | EXISTS) '(' (('*' | operand) (',' operand)*)? ')' ;

path : name ('.' (name | '*') | '[' (NUMBER | STRING | '*') ']')* ;

name : ID | QUOTED ;

literal
    : STRING                                                                    # string
    | ('-' | '+')? NUMBER                                                       # number
    | PARAMETER                                                                 # parameter
    | (TRUE | FALSE)                                                            # bool
    | NULL                                                                      # null
    | MISSING                                                                   # missing
    | '[' (operand (',' operand)*)? ']'                                         # list
    | '<<' (operand (',' operand)*)? '>>'                                       # bag
    | '{' (entry (',' entry)*)? '}'                                             # tuple
    ;

entry : operand ':' operand ;

SELECT : [sS] [eE] [lL] [eE] [cC] [tT] ;
INSERT : [iI] [nN] [sS] [eE] [rR] [tT] ;
UPDATE : [uU] [pP] [dD] [aA] [tT] [eE] ;
DELETE : [dD] [eE] [lL] [eE] [tT] [eE] ;
EXISTS : [eE] [xX] [iI] [sS] [tT] [sS] ;
CREATE : [cC] [rR] [eE] [aA] [tT] [eE] ;
DROP : [dD] [rR] [oO] [pP] ;
EXEC : [eE] [xX] [eE] [cC] ;
DISTINCT : [dD] [iI] [sS] [tT] [iI] [nN] [cC] [tT] ;
INTO : [iI] [nN] [tT] [oO] ;
VALUE : [vV] [aA] [lL] [uU] [eE] ;
FROM : [fF] [rR] [oO] [mM] ;
WHERE : [wW] [hH] [eE] [rR] [eE] ;
GROUP : [gG] [rR] [oO] [uU] [pP] ;
ORDER : [oO] [rR] [dD] [eE] [rR] ;
BY : [bB] [yY] ;
ASC : [aA] [sS] [cC] ;
DESC : [dD] [eE] [sS] [cC] ;
LIMIT : [lL] [iI] [mM] [iI] [tT] ;
SET : [sS] [eE] [tT] ;
REMOVE : [rR] [eE] [mM] [oO] [vV] [eE] ;
RETURNING : [rR] [eE] [tT] [uU] [rR] [nN] [iI] [nN] [gG] ;
ALL : [aA] [lL] [lL] ;
MODIFIED : [mM] [oO] [dD] [iI] [fF] [iI] [eE] [dD] ;
OLD : [oO] [lL] [dD] ;
NEW : [nN] [eE] [wW] ;
AND : [aA] [nN] [dD] ;
OR : [oO] [rR] ;
NOT : [nN] [oO] [tT] ;
AS : [aA] [sS] ;
IN : [iI] [nN] ;
IS : [iI] [sS] ;
LIKE : [lL] [iI] [kK] [eE] ;
BETWEEN : [bB] [eE] [tT] [wW] [eE] [eE] [nN] ;
TRUE : [tT] [rR] [uU] [eE] ;
FALSE : [fF] [aA] [lL] [sS] [eE] ;
NULL : [nN] [uU] [lL] [lL] ;
MISSING : [mM] [iI] [sS] [sS] [iI] [nN] [gG] ;
PARAMETER : '?' ;
NUMBER : ([0-9]+ ('.' [0-9]*)? | '.' [0-9]+) ([eE] [+-]? [0-9]+)? ;
STRING : '\'' (~'\'' | '\'\'')* '\'' ;
QUOTED : '"' (~'"' | '""')* '"' ;
ID : [a-zA-Z_$] [a-zA-Z0-9_$]* ;
WHITE : [ \t\r\n]+ -> skip ;
LINE_COMMENT : '--' ~[\r\n]* -> skip ;
BLOCK_COMMENT : '/*' .*? '*/' -> skip ;
OPEN_COMMENT : '/*' ;
OTHER : . ;
