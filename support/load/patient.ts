// Before anything that waits is loaded: with hundreds of people on a small machine everything takes longer, and how long
// it took is what a load tells; only what never comes is a failure.
process.env['ACCEPTANCE_PATIENCE'] ??= '10';
