import { parentPort, workerData } from 'node:worker_threads';
import { courier, type CourierPlaces, type Delivery } from './courier.ts';
import { reasonOf } from './reason-of.ts';
import type { CourierReply } from './threaded-courier.ts';

const port = parentPort;
if (port === null) throw new Error('the thread of messages is started by the host');
const places: CourierPlaces = workerData;
const deliver = courier(places);

port.on('message', (delivery: Delivery) => {
  const reply = (answer: CourierReply): void => port.postMessage(answer);
  deliver(delivery).then((reason) => reply({ id: delivery.id, taken: true, reason }), (error: unknown) => reply({ id: delivery.id, taken: false, reason: reasonOf(error) }));
});
