import Handlebars from 'handlebars';
import { type CapturedMessage } from './store';

const template = Handlebars.compile<{ messages: readonly CapturedMessage[] }>(`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Captured messages · Careway</title><link rel="stylesheet" href="/style.css"></head>
<body><main><h1>Captured messages</h1>
<p>The demonstration hospital sends no real e-mail or SMS. What it would have sent is kept here, in memory, until it stops.</p>
{{#each messages}}<article><header><strong>{{channel}}</strong><span>to {{to}}</span><time datetime="{{at}}">{{at}}</time></header>{{#if subject}}<h2>{{subject}}</h2>{{/if}}<p>{{text}}</p></article>
{{else}}<p>Nothing yet. Book a follow-up appointment and the patient’s reminder will appear here.</p>{{/each}}
</main></body></html>`);

/** The page of captured messages, newest first; everything in it is escaped. */
export function capturePage(messages: readonly CapturedMessage[]): string {
  return template({ messages });
}
