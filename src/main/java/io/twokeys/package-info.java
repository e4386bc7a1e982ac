/** The joint: reads the command line, prepares the embedded defaults, and starts the service. */
@NullMarked
package io.twokeys;

import org.jspecify.annotations.NullMarked;
