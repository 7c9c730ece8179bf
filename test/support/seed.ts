import fc from 'fast-check';

// The same inputs on every machine: a failure on CI can be repeated, and a change is judged by what it changed.
fc.configureGlobal({ seed: 20_261_122 });
