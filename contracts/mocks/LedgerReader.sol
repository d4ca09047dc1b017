// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {ILedger} from "../interfaces/ILedger.sol";

/// @title Many words and facts in one call
/// @notice So that a test can compare every subject after every step. Never deployed outside tests.
contract LedgerReader {
    /// @notice The registry sequence, and the words of the subjects and the facts, in order.
    function read(
        ILedger ledger,
        uint8[] calldata kinds,
        bytes32[] calldata subjects,
        uint8[] calldata factKinds,
        bytes32[] calldata refs
    ) external view returns (uint64 sequence, bytes32[] memory words, bytes32[] memory facts) {
        words = new bytes32[](subjects.length);
        for (uint256 i = 0; i < subjects.length; ++i) words[i] = ledger.word(kinds[i], subjects[i]);
        facts = new bytes32[](refs.length);
        for (uint256 i = 0; i < refs.length; ++i) facts[i] = ledger.fact(factKinds[i], refs[i]);
        return (ledger.sequence(), words, facts);
    }
}
