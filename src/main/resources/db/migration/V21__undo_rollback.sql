create sequence operation_ur;
