import { createServer } from 'node:http';

/** Reads a call and answers it: what HTTP alone costs. Run by npm run bench:sandbox as a process of its own. */
const answer = '{"FailedEntryCount":0,"Entries":[]}';
const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    response.writeHead(200, {
      'content-type': 'application/x-amz-json-1.1',
      'content-length': answer.length,
    });
    response.end(answer);
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.(typeof address === 'object' ? address?.port : undefined);
});
process.on('disconnect', () => process.exit());
