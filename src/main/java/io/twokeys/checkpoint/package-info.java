/**
 * Restore points: how they are taken, verified and swapped in. A checkpoint is the database, the filestore and the code
 * revision together. Knows nothing of operations or chats.
 */
@NullMarked
package io.twokeys.checkpoint;

import org.jspecify.annotations.NullMarked;
