// Runs the steps of .ci/run. Whatever happens, the last line is the count.
function reportCrash(error) {
  console.log(error);
  console.log('0 passed, 1 failed');
  process.exit(1);
}

process.on('uncaughtException', reportCrash);
try {
  const { runSteps } = await import('./run-steps.mjs');
  process.exitCode = await runSteps();
} catch (error) {
  reportCrash(error);
}
