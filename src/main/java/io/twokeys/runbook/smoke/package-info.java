/** The last questions before traffic is reopened, and the watch after it, as steps. What is asked, and how, is Odoo's side. */
@NullMarked
package io.twokeys.runbook.smoke;

import org.jspecify.annotations.NullMarked;
