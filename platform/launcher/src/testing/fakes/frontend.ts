import { fakeService } from '../fake-service';

fakeService('frontend');
