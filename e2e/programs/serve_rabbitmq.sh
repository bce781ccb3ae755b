# A RabbitMQ on 127.0.0.1 with user u. The folder /data is writable.
export HOME=/data RABBITMQ_MNESIA_BASE=/data/mnesia RABBITMQ_LOG_BASE=/data/log RABBITMQ_NODENAME=rabbit@localhost RABBITMQ_NODE_IP_ADDRESS=127.0.0.1 RABBITMQ_ENABLED_PLUGINS_FILE=/data/plugins RABBITMQ_PID_FILE=/data/pid ERL_EPMD_ADDRESS=127.0.0.1 RABBITMQ_CONF_ENV_FILE=/data/none RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS='+S 1:1 +sbwt none' RABBITMQ_FEATURE_FLAGS= RABBITMQ_CONFIG_FILE=/data/rabbitmq.conf
printf 'default_user = u\ndefault_pass = p\nloopback_users.guest = true\n' > /data/rabbitmq.conf
exec /usr/lib/rabbitmq/bin/rabbitmq-server
