package io.twokeys.odoo.diagnosis;

import org.jspecify.annotations.Nullable;

/** One family of answers. The first rule that answers decides. */
interface Rule {
    @Nullable
    Draft judge(Case c);
}
