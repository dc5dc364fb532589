/** A vitest reporter that leaves the note of `context.skip(note)` where the JSON report shows it: in the test's meta. */
class SkipReasons {
  onTestCaseResult(test) {
    const result = test.result();
    if (result.state === 'skipped' && result.note) test.meta().skipReason = result.note;
  }
}

export { SkipReasons as default };
