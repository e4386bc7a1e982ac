@NullMarked
package io.twokeys.db;

import org.jspecify.annotations.NullMarked;
