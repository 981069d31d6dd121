// The help of the commands and their flags.

export const help = {
  description:
    'Learn Prometheus instrumentation by doing it.\nStart with: ecom-lab start (in a clone, after npm ci: npx ecom-lab start)',
  /** What the library for commands calls the parts of a help. */
  titles: { Usage: 'Usage:', Arguments: 'Arguments:', Options: 'Options:', Commands: 'Commands:' },
  version: 'print the version',
  help: 'print the help of a command',
  afterError: '(ecom-lab --help lists the commands and their flags)',
  notANumber: (flag: string, text: string) =>
    `error: ${flag} takes a whole number, not "${text.slice(0, 40)}"`,
  /** Flags of several commands. */
  common: {
    dir: 'the workspace (default: this folder if it is one, otherwise ./ecom-lab)',
    course: 'a course folder or package instead of the built-in course',
    trustCourse: 'run the programs of that course without asking',
    debug: 'show the stack of an error',
    json: 'print one JSON document to standard output',
    prometheus: 'which Prometheus to use: auto, embedded, managed, a URL, or the path of a binary',
    seed: 'vary the traffic; the same number gives the same traffic',
    learner: 'derive the seed from a name',
    title: 'the title, as the learner reads it',
  },
  start: {
    summary: 'open the lab, or continue where you stopped',
    auto: 'walk through the whole course automatically',
    from: 'begin at this step (id or number), with the solutions of the earlier steps in place',
  },
  init: { summary: 'create a workspace, and nothing else' },
  list: { summary: 'list the steps and your progress' },
  check: {
    summary: 'check a step (default: the current one)',
    answer: 'your answer, if the step asks a question, or your query, if it asks for one',
  },
  hint: { summary: 'show the next hint' },
  apply: { summary: 'put the solution in place; your version is kept' },
  diff: { summary: 'show the difference between your files and the solution' },
  reset: {
    summary: 'restore the files as they were before a step; your version is kept',
    all: 'the whole workspace, including the progress',
  },
  restart: { summary: 'restart the app of the running session', what: 'what to restart' },
  traffic: { summary: "send a scenario's requests to the app" },
  query: { summary: 'query Prometheus', range: 'over the last 10m, 1h …: a small plot' },
  verify: {
    summary: 'prove that every step can be failed and passed',
    junit: 'also write the results as JUnit XML',
    fast: 'only both directions of each step, without its mistakes and variants',
    mutants: 'instead, mechanical mistakes in each solution, which the checks must catch',
    repeat: 'run each case this many times: its verdict must never differ',
    stress:
      'keep all cores busy, run each case three times or as --repeat says, and run those that contain a time with other times as well',
    atOnce: 'how many cases run in parallel (default: four per core)',
  },
  lint: { summary: 'check a course: each error with its place' },
  newStep: {
    summary: 'create a step: its folder, and its place in the course',
    id: 'the id, like count-requests',
    kind: 'what the learner does',
    check: 'what is checked; most kinds are for edit',
    after: 'the step that it follows (default: the last one)',
  },
  case: {
    summary: 'the programs that prove a step: print one, or add one',
    show: 'print the program of a mistake or variant',
    new: 'add a program as a case; its first line says what it shows',
  },
  newCourse: { summary: 'create a course of your own to start with' },
  report: {
    summary: 'show how a learner or a class is doing',
    csv: 'print a table for a spreadsheet to standard output',
    html: 'also write a page with a chart of the class',
    regrade: 'run the checks again on the submitted files; this runs the code in them',
    atOnce: 'how many to regrade in parallel',
    isolate: 'what each submission runs in when it is regraded',
    timeLimit: 'how long the checks of one submission may take',
  },
  doctor: { summary: 'check this machine for common problems and suggest fixes' },
  prometheus: {
    summary: 'get or run a Prometheus, and check and test rules',
    install: {
      summary: "download Prometheus into the lab's cache",
      mirror: 'where the release files are, instead of the official place',
      release: 'which release, for example 3.5.0',
      debian: "the distribution's own package instead (Debian, Ubuntu)",
    },
    run: {
      summary: 'run a Prometheus on the workspace, without the lab',
      dir: 'the workspace',
      port: 'port to listen on',
      listen: 'IP address to listen on (embedded only; default: 127.0.0.1)',
      allowHost: 'host names to respond to besides localhost (embedded only)',
    },
    check: {
      summary: 'check files of Prometheus, as promtool does',
      rules: 'check rule files; without a file, standard input',
      lint: 'what to look for besides errors',
      lintFatal: 'exit with 1 if that finds something',
    },
    test: {
      summary: 'run unit tests, as promtool does',
      rules: 'run the unit tests of rules',
      run: 'only tests whose name matches a regular expression; may be repeated',
    },
    ignoreUnknownFields: 'accept unknown fields in rule files',
  },
};
