import { deadlinesOf } from './deadline-sentences.ts';
const body = process.argv[2]!.replaceAll('\\n','\n');
for (const d of await deadlinesOf(body)) console.log(JSON.stringify(d));
