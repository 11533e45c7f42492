package dev.dyno.kit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks the one test of a numbered rule of {@code docs/rules.md}. Its method is named {@code k1_whatMustHold}. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Rule {

    /** How binding it is: breaking a MUST fails the engine, breaking a SHOULD is only reported. */
    enum Strength { MUST, SHOULD }

    /** Family letter and number: {@code K1}. */
    String value();

    Strength strength() default Strength.MUST;
}
