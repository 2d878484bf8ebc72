/** What was given cannot be documented; its message is one sentence that says what is wrong, where, and what to do. */
export class BadInput extends Error {}
