/** The last questions before traffic is reopened, as a step. What is asked, and how, is Odoo's side. */
@NullMarked
package io.twokeys.runbook.smoke;

import org.jspecify.annotations.NullMarked;
