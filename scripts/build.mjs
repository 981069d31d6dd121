// Builds dist/: the bundled CLI, the app hook, and the built-in course.
console.log('nothing to build yet');
