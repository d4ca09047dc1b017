// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {ILedger} from "../interfaces/ILedger.sol";
import {Journal} from "../libraries/Journal.sol";
import {Subjects} from "../types/Subjects.sol";

/// @title The rules of {ILedger}, where they are stated
contract Ledger is ILedger, AccessManaged {
    mapping(uint8 kind => mapping(bytes32 subject => bytes32 word)) private _words;
    mapping(address registry => uint8 kinds) private _appointments;
    uint64 private _sequence;

    modifier onlyAppointed(uint8 kinds) {
        uint8 has = _appointments[msg.sender];
        if (has == 0 || has & kinds != kinds) revert NotAppointed(msg.sender, kinds);
        _;
    }

    constructor(address authority) AccessManaged(authority) {}

    /// @inheritdoc ILedger
    function appoint(address registry, uint8 kinds) external restricted {
        if (registry.code.length == 0) revert NotAContract(registry);
        _appointments[registry] = kinds;
        emit RegistryAppointed(registry, kinds, uint40(block.timestamp));
    }

    /// @inheritdoc ILedger
    function next(uint256 count) external onlyAppointed(0) returns (uint64 first) {
        first = _sequence + 1;
        _sequence += uint64(count);
    }

    /// @inheritdoc ILedger
    function write(
        uint8 kind,
        bytes32 subject,
        bytes32 expected,
        bytes32 newWord
    ) external onlyAppointed(kind) {
        _write(kind, subject, expected, newWord);
    }

    /// @inheritdoc ILedger
    function extend(uint8 kind, bytes32 subject, bytes32 entry) external onlyAppointed(kind) {
        _extend(kind, subject, entry);
    }

    /// @inheritdoc ILedger
    function writeAndExtend(
        uint8 kind,
        bytes32 subject,
        bytes32 expected,
        bytes32 newWord,
        bytes32 party,
        bytes32 entry
    ) external onlyAppointed(kind | Subjects.PARTY) {
        _write(kind, subject, expected, newWord);
        _extend(Subjects.PARTY, party, entry);
    }

    /// @inheritdoc ILedger
    function word(uint8 kind, bytes32 subject) external view returns (bytes32) {
        return _words[kind][subject];
    }

    /// @inheritdoc ILedger
    function sequence() external view returns (uint64) {
        return _sequence;
    }

    /// @inheritdoc ILedger
    function appointment(address registry) external view returns (uint8 kinds) {
        return _appointments[registry];
    }

    function _write(uint8 kind, bytes32 subject, bytes32 expected, bytes32 newWord) private {
        if (newWord == 0) revert ZeroWord(kind, subject);
        bytes32 actual = _words[kind][subject];
        if (actual != expected) revert StaleState(kind, subject, expected, actual);
        _words[kind][subject] = newWord;
    }

    function _extend(uint8 kind, bytes32 subject, bytes32 entry) private {
        bytes32 present = _words[kind][subject];
        if (present == 0) revert UnknownSubject(kind, subject);
        _words[kind][subject] = Journal.fold(present, entry);
    }
}
