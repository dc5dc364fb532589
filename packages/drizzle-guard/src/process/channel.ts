import type { ChildProcess } from 'node:child_process';

/** Questions and answers between this process and one of its own. */
export interface Channel<Question, Answer, News = never> {
  /** Says something that is not answered. */
  tell(question: Question): void;
  /**
   * Asks one thing after another: each question is sent when the one before it has been answered.
   * @param onNews told of what the other side says before it answers: an object with `news`, which is no answer
   * @throws one of the `Reasons`; once there is one, every question is refused with it
   */
  ask(question: Question, onNews?: (news: News) => void): Promise<Answer>;
  /** Ends the other side, and waits until it is gone. */
  close(): Promise<void>;
}

/** How long the other side may take, in milliseconds: for each answer, or for everything from the start on. */
export interface TimeLimit {
  ms: number;
  for: 'each answer' | 'everything';
}

/** What is thrown when the other side has ended, by the way in which it did. */
export interface Reasons {
  /** It threw, or could not be started. */
  failed(thrown: unknown): Error;
  exited(code: number | null, signal: NodeJS.Signals | null): Error;
  tookTooLong(): Error;
}

interface Waiting<Question, Answer, News> {
  question: Question;
  onNews: ((news: News) => void) | undefined;
  resolve(answer: Answer): void;
  reject(reason: unknown): void;
}

/**
 * Opens the channel to a process that gives one answer to each question. It is ended when its time is up,
 * and may end by itself at any time, also between two questions.
 */
export function openChannel<Question, Answer, News = never>(
  other: ChildProcess,
  limit: TimeLimit,
  reasons: Reasons,
): Channel<Question, Answer, News> {
  // The first of them has been sent.
  const waiting: Waiting<Question, Answer, News>[] = [];
  let end: { reason: Error } | undefined;
  let timer: NodeJS.Timeout | undefined;

  const endWith = (reason: Error) => {
    end ??= { reason };
    clearTimeout(timer);
    for (const { reject } of waiting.splice(0)) reject(end.reason);
  };
  const startTimer = () => {
    timer = setTimeout(() => {
      endWith(reasons.tookTooLong());
      stop(other);
    }, limit.ms);
  };
  const sendFirst = () => {
    const [first] = waiting;
    if (!first) return;
    if (limit.for === 'each answer') startTimer();
    send(other, first.question);
  };

  if (limit.for === 'everything') startTimer();
  other.on('message', (answer) => {
    if (isNews(answer)) return waiting[0]?.onNews?.(answer as News);
    if (limit.for === 'each answer') clearTimeout(timer);
    waiting.shift()?.resolve(answer as Answer);
    sendFirst();
  });
  const gone = new Promise<void>((resolve) => {
    other.on('error', (thrown) => {
      endWith(reasons.failed(thrown));
      // What could not be started does not exit either.
      if (other.pid === undefined) resolve();
    });
    other.on('exit', (code, signal) => {
      endWith(reasons.exited(code, signal));
      resolve();
    });
  });

  return {
    tell: (question) => send(other, question),
    ask: (question, onNews) =>
      new Promise((resolve, reject) => {
        if (end) return reject(end.reason);
        waiting.push({ question, onNews, resolve, reject });
        if (waiting.length === 1) sendFirst();
      }),
    async close() {
      clearTimeout(timer);
      stop(other);
      await gone;
    },
  };
}

function isNews(message: unknown): boolean {
  return typeof message === 'object' && message !== null && 'news' in message;
}

function send(other: ChildProcess, question: unknown): void {
  if (other.connected) other.send(question as object);
}

function stop(other: ChildProcess): void {
  other.kill('SIGKILL');
}
