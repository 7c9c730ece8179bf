import { deadlinesOf } from './deadline-sentences.ts';
const body = process.argv[2]!.replaceAll('\\n','\n');
console.log("=== " + body.slice(0, 400)); for (const d of await deadlinesOf(body)) console.log(JSON.stringify(d));
