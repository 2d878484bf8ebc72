import { fakeService } from '../fake-service';

fakeService('payment');
