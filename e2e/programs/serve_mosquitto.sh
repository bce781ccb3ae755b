# A Mosquitto on 127.0.0.1 that takes everybody.
printf 'listener 1883 127.0.0.1\nallow_anonymous true\npersistence false\n' >/data/mosquitto.conf
exec mosquitto -c /data/mosquitto.conf
